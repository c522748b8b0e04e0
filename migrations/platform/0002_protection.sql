-- Events of the protection map, derived from the operating data of the sites, and who is told of them.

-- Numbers of changes. They are taken under one lock that is held until the transaction ends, so that their order is
-- that of the commits: who has seen n never misses a number below it.
create sequence protection_change as bigint;
select setval('protection_change', 1); -- so that last_value is always a number that has been taken

-- Never deleted: an event that corrected rows show never was is withdrawn, and comes back if it is there again.
create table protection_event (
  id bigint generated always as identity primary key,
  site integer not null,
  bank integer not null,
  rack integer not null, -- 0: of the bank itself
  code integer not null,
  level integer not null check (level in (1, 2)),
  start_at timestamptz not null,
  source text not null check (source in ('flag', 'threshold')),
  start_value double precision,
  start_position integer,
  peak_at timestamptz not null,
  peak_value double precision,
  peak_position integer,
  end_at timestamptz, -- exclusive; null while the event goes on
  description text not null, -- as of its start
  description_eng text not null,
  began_change bigint not null,
  ended_change bigint,
  withdrawn_change bigint,
  withdrawn_at timestamptz,
  acked_at timestamptz,
  acked_by text, -- lookup part of the key; null where no key was needed
  ack_comment text,
  unique (site, bank, rack, code, level, start_at),
  check (end_at > start_at)
);
create index protection_event_newest on protection_event (start_at desc, id desc) where withdrawn_at is null;
create index protection_event_of_site on protection_event (site, start_at desc, id desc) where withdrawn_at is null;
create index protection_event_during on protection_event using gist (tstzrange(start_at, end_at)) where withdrawn_at is null;
create index protection_event_open on protection_event (site) where end_at is null and withdrawn_at is null;
create index protection_event_began on protection_event (began_change);
create index protection_event_ended on protection_event (ended_change);
create index protection_event_withdrawn on protection_event (withdrawn_change);

-- A bank (rack 0) or a rack; `version` tells a run that another one has written since it began.
create table protection_unit (
  site integer not null,
  bank integer not null,
  rack integer not null,
  version bigint not null,
  primary key (site, bank, rack)
);

-- What was known of a unit after all of a day's rows, the last of which was a microsecond before `at`. That of the
-- latest day is where live rows go on.
create table protection_checkpoint (
  site integer not null,
  bank integer not null,
  rack integer not null,
  day date not null, -- of the site
  at timestamptz not null,
  state text not null, -- JSON
  primary key (site, bank, rack, day)
);
create unique index protection_checkpoint_at on protection_checkpoint (site, bank, rack, at);

-- Where a site's events are sent to. The secret is derived from the service's key and `id`: it stands nowhere.
create table protection_webhook (
  site integer primary key,
  id text not null,
  url text not null,
  levels integer[] not null,
  language text not null check (language in ('ko', 'en')),
  created_at timestamptz not null default now(),
  created_by text
);

-- What is to be sent, written together with the change that it tells of. `outcome` is null until it is over.
create table protection_delivery (
  id bigint generated always as identity primary key,
  site integer not null,
  webhook text not null,
  event bigint not null references protection_event,
  change bigint not null,
  kind text not null check (kind in ('new', 'ended', 'withdrawn')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  sent_at timestamptz,
  status integer, -- of the last answer; null where there was none
  outcome text check (outcome in ('delivered', 'given up')),
  unique (webhook, change)
);
create index protection_delivery_due on protection_delivery (site, due_at) where outcome is null;

-- Takes units for a transaction that has read them at their versions; fails where another one has written since.
create function protection_take(given jsonb) returns void
language plpgsql as $$
declare
  taken integer;
begin
  insert into protection_unit (site, bank, rack, version)
  select site, bank, rack, 0 from jsonb_to_recordset(given) as u(site int, bank int, rack int) on conflict do nothing;
  update protection_unit as u set version = u.version + 1
  from jsonb_to_recordset(given) as g(site int, bank int, rack int, version bigint)
  where (u.site, u.bank, u.rack, u.version) = (g.site, g.bank, g.rack, g.version);
  get diagnostics taken = row_count;
  if taken < jsonb_array_length(given) then
    raise exception using errcode = '40001', message = 'another run has written these units';
  end if;
end
$$;
