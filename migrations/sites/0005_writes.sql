-- Every operating site: which days of a component have been written to, told by the database itself whoever writes.
-- Entries are only ever added, and become visible together with the rows of their transaction: a set of them that
-- has been seen once never comes again, so that answers about these days can be known to be as they were.

create table ess_write (
  id bigint generated always as identity primary key,
  component text not null,
  day date not null -- of UTC; '-infinity': all days
);
create index ess_write_by_day on ess_write (component, day, id);

create function ess_log_write() returns trigger language plpgsql as $$
begin
  insert into ess_write (component, day)
  select tg_argv[0], day from (select distinct ("TIMESTAMP" at time zone 'UTC')::date as day from changed) as days;
  return null;
end
$$;

create function ess_log_emptied() returns trigger language plpgsql as $$
begin
  insert into ess_write (component, day) values (tg_argv[0], '-infinity');
  return null;
end
$$;

-- Has the writes to a component's table logged, and to each of its months: ess_watch does the same for later ones.
create function ess_log_writes(component text) returns void language plpgsql as $$
declare
  part regclass;
  what text;
begin
  for part in
    select component::regclass union all select inhrelid from pg_inherits where inhparent = component::regclass
  loop
    foreach what in array array['insert new', 'update new', 'update old', 'delete old'] loop
      execute format(
        'create trigger %I after %s on %s referencing %s table as changed for each statement execute function ess_log_write(%L)',
        'ess_log_' || replace(what, ' ', '_'), split_part(what, ' ', 1), part, split_part(what, ' ', 2), component
      );
    end loop;
    execute format(
      'create trigger ess_log_truncate after truncate on %s for each statement execute function ess_log_emptied(%L)', part, component
    );
  end loop;
end
$$;

-- The rows of a month that was given up are gone for who has read them.
create function ess_log_dropped() returns trigger language plpgsql as $$
begin
  insert into ess_write (component, day) values (new.component, '-infinity');
  return null;
end
$$;
create trigger ess_log_dropped after insert on ess_dropped_month for each row execute function ess_log_dropped();
