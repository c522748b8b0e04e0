-- Every operating site: what has been written since it was last rolled up, told by the database itself whoever
-- writes (a partition that is detached or dropped by hand tells nothing: see ess_drop_month). Marks are only ever added, and removed by the work that has seen them: a mark becomes visible together
-- with the rows of its transaction, so that nothing is taken for done that is not.

-- Minutes whose rollup may be wrong: bit i of `minutes` is the i-th minute of the hour.
create table ess_dirty (
  component text not null,
  bank integer not null,
  rack integer not null, -- 0: of the bank itself
  hour timestamptz not null,
  minutes bigint not null
);
create index ess_dirty_by_hour on ess_dirty (component, hour);

-- Days of the site whose events or products may be wrong, by the work that waits for them, and the earliest row
-- that makes them so.
create table ess_due (
  id bigint generated always as identity primary key,
  work text not null,
  bank integer not null,
  rack integer not null,
  day date not null,
  since timestamptz not null
);
create index ess_due_by_day on ess_due (work, bank, rack, day);

-- Months whose rows were given up for good: their rollups stay, and no row comes in any more.
create table ess_dropped_month (
  component text not null,
  month date not null,
  dropped_at timestamptz not null default now(),
  primary key (component, month)
);

-- After rows of a bank, or of its racks, were written or deleted: `changed` holds them. Arguments: the time zone
-- of the site, with whose days the hours begin, and the work that is due.
create function ess_mark_bank() returns trigger language plpgsql as $$
declare
  zone text := tg_argv[0];
  origin timestamptz := timestamp '2000-01-03 00:00' at time zone zone;
begin
  with hours as (
    select bank, rack, hour, bit_or(1::bigint << floor(date_part('epoch', at - hour) / 60)::int) as minutes, min(at) as since
    from (
      select "BANK_ID" as bank, 0 as rack, "TIMESTAMP" as at, date_bin('1 hour', "TIMESTAMP", origin) as hour from changed
    ) as row group by bank, rack, hour
  ), marked as (
    insert into ess_dirty (component, bank, rack, hour, minutes) select 'bank', bank, rack, hour, minutes from hours
  )
  insert into ess_due (work, bank, rack, day, since)
  select work, bank, rack, (hour at time zone zone)::date as day, min(since)
  from hours, unnest(string_to_array(tg_argv[1], ',')) as work group by work, bank, rack, day;
  return null;
end
$$;

create function ess_mark_rack() returns trigger language plpgsql as $$
declare
  zone text := tg_argv[0];
  origin timestamptz := timestamp '2000-01-03 00:00' at time zone zone;
begin
  with hours as (
    select bank, rack, hour, bit_or(1::bigint << floor(date_part('epoch', at - hour) / 60)::int) as minutes, min(at) as since
    from (
      select "BANK_ID" as bank, "RACK_ID" as rack, "TIMESTAMP" as at, date_bin('1 hour', "TIMESTAMP", origin) as hour from changed
    ) as row group by bank, rack, hour
  ), marked as (
    insert into ess_dirty (component, bank, rack, hour, minutes) select 'rack', bank, rack, hour, minutes from hours
  )
  insert into ess_due (work, bank, rack, day, since)
  select work, bank, rack, (hour at time zone zone)::date as day, min(since)
  from hours, unnest(string_to_array(tg_argv[1], ',')) as work group by work, bank, rack, day;
  return null;
end
$$;

-- After a table, or the partition of a month, was emptied: its rollups go as well, but for months that were given
-- up. Arguments: time zone, work, component.
create function ess_forget() returns trigger language plpgsql as $$
declare
  zone text := tg_argv[0];
  component text := tg_argv[2];
  part text := substring(tg_table_name from '_([0-9]{6})$');
  opening timestamptz := case when part is null then '-infinity' else to_date(part, 'YYYYMM')::timestamp at time zone zone end;
  closing timestamptz := case when part is null then 'infinity' else (to_date(part, 'YYYYMM') + interval '1 month') at time zone zone end;
  level text;
begin
  execute format(
    'insert into ess_due (work, bank, rack, day, since)
     select work, bank, rack, day, min(at) from (
       select bank, rack, at, (at at time zone $1)::date as day from ess_%s_day
       union all
       select bank, rack, hour, (hour at time zone $1)::date from ess_dirty where component = $3
     ) as known, unnest(string_to_array($2, '','')) as work
     where at >= $4 and at < $5
       and date_trunc(''month'', day)::date not in (select month from ess_dropped_month d where d.component = $3)
     group by work, bank, rack, day', component
  ) using zone, tg_argv[1], component, opening, closing;
  foreach level in array array['minute', 'hour', 'day'] loop
    execute format(
      'delete from ess_%s_%s where at >= $3 and at < $4 and date_trunc(''month'', at at time zone $1)::date not in (
         select month from ess_dropped_month where component = $2)', component, level
    ) using zone, component, opening, closing;
  end loop;
  delete from ess_dirty d where d.component = tg_argv[2] and hour >= opening and hour < closing;
  return null;
end
$$;

-- Lets writes that name a partition itself be marked as those that name its table are.
create function ess_watch(component text, part text) returns void language plpgsql as $$
declare
  definition text;
begin
  for definition in
    select pg_get_triggerdef(oid) from pg_trigger where tgrelid = component::regclass and tgname like 'ess\_%'
  loop
    execute regexp_replace(definition, ' ON \S+ ', format(' ON %I ', part));
  end loop;
end
$$;

-- As before; a month that was given up stays closed.
create or replace function ess_ensure_month(component text, moment timestamptz, zone text) returns void
language plpgsql as $$
declare
  begins timestamp := date_trunc('month', moment at time zone zone);
  part text := component || '_' || to_char(begins, 'YYYYMM');
begin
  if to_regclass(quote_ident(part)) is not null then
    return;
  end if;
  if exists (
    select from ess_dropped_month d where d.component = ess_ensure_month.component and d.month = begins::date
  ) then
    raise exception using errcode = 'ESS01', message = format('%s: rows of this month are not kept any more', part);
  end if;
  perform pg_advisory_xact_lock(hashtext('ess_ensure_month'), hashtext(part));
  -- The catalog itself, because the cache of names may not know yet what another connection has just made.
  if exists (
    select from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = component::regclass and relname = part
  ) then
    return;
  end if;
  execute format('create table %I (like %I including defaults including constraints including generated)', part, component);
  execute format(
    'alter table %I attach partition %I for values from (%L) to (%L)',
    component, part, begins at time zone zone, (begins + interval '1 month') at time zone zone
  );
  perform ess_watch(component, part);
end
$$;
