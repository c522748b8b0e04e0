-- Every operating site: what taking readings over HTTP needs beside the tables of the components.

-- Answers that were given to requests with an Idempotency-Key; the service forgets them after a day.
create table ess_idempotency (
  key text primary key,
  request text not null,
  answer text not null,
  written_at timestamptz not null default now()
);

create index ess_idempotency_by_time on ess_idempotency (written_at);

-- As before; a new month also takes over the columns that the database computes.
create or replace function ess_ensure_month(component text, moment timestamptz, zone text) returns void
language plpgsql as $$
declare
  month timestamp := date_trunc('month', moment at time zone zone);
  part text := component || '_' || to_char(month, 'YYYYMM');
begin
  if to_regclass(quote_ident(part)) is not null then
    return;
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
    component, part, month at time zone zone, (month + interval '1 month') at time zone zone
  );
end
$$;
