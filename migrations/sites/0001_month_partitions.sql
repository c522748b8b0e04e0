-- Every operating site: the tables of its components are partitioned by month of the site's wall clock.
-- Called before rows are written; a month that exists already costs one catalog look-up and no lock.
-- The new table is made first and attached afterwards, because ATTACH lets readers and writers of the
-- other months go on, which CREATE TABLE … PARTITION OF does not.
create function ess_ensure_month(component text, moment timestamptz, zone text) returns void
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
  execute format('create table %I (like %I including defaults including constraints)', part, component);
  execute format(
    'alter table %I attach partition %I for values from (%L) to (%L)',
    component, part, month at time zone zone, (month + interval '1 month') at time zone zone
  );
end
$$;
