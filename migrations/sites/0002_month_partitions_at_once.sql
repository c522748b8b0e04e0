-- Two connections that ensure one new month at once: the second one asked its cache of names again after it had
-- waited for the lock, was told that there is no such table, and failed to create it. A query of the catalog
-- sees what the first one committed.
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
  if exists (
    select from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = component::regclass and relname = part
  ) then
    return;
  end if;
  execute format('create table %I (like %I including defaults including constraints)', part, component);
  execute format(
    'alter table %I attach partition %I for values from (%L) to (%L)',
    component, part, month at time zone zone, (month + interval '1 month') at time zone zone
  );
end
$$;
