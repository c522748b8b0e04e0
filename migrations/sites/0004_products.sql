-- Every operating site: what is made of whole days.

-- Sums of a day of a rack, by status, range of state of charge and cell.
create table ess_socp_day (
  bank integer not null,
  rack integer not null,
  day date not null,
  sums jsonb not null,
  primary key (bank, rack, day)
);

-- The forecast of a bank's state of life, and a fingerprint of the days that it was made of.
create table ess_sol_forecast (
  bank integer primary key,
  basis text not null,
  forecast jsonb not null,
  made_at timestamptz not null default now()
);

-- Gives up the rows of a month for good, if nothing waits for them any more: `works` names what might.
-- Returns whether it did.
create function ess_drop_month(component text, month date, zone text, works text[]) returns boolean
language plpgsql as $$
declare
  part text := component || '_' || to_char(month, 'YYYYMM');
  opening timestamptz := month::timestamp at time zone zone;
  closing timestamptz := (month + interval '1 month') at time zone zone;
  waiting text;
  waits boolean;
begin
  if to_regclass(quote_ident(part)) is null then
    return false;
  end if;
  waiting := 'select exists (
    select from ess_dirty d where d.component = $1 and d.hour >= $2 and d.hour < $3
  ) or exists (
    select from ess_due d where d.work = any ($4) and d.since >= $2 and d.since < $3 and (d.rack > 0) = ($1 = ''rack'')
  )';
  execute waiting into waits using component, opening, closing, works;
  if waits then
    return false;
  end if;
  -- Who writes into the month ends first, and nobody begins: what is marked then is all that ever will be.
  execute format('lock table only %I in access exclusive mode', component);
  execute format('lock table %I in access exclusive mode', part);
  execute waiting into waits using component, opening, closing, works;
  if waits then
    return false;
  end if;
  insert into ess_dropped_month (component, month) values (component, month);
  execute format('drop table %I', part);
  return true;
end
$$;
