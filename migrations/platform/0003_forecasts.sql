-- Forecasting models of the sites: what is learnt night by night, and what is answered with.

-- A target at the banks, or at the racks, of a site, and how far its training has come.
create table forecast_target (
  site integer not null,
  component text not null check (component in ('bank', 'rack')),
  target text not null,
  through date not null, -- the newest day, of the site, that was learnt or left out
  latest integer not null, -- its newest version, 0: none yet
  live integer, -- the version that is answered with
  served jsonb not null, -- of each horizon whether the live version is answered with
  track jsonb not null, -- scores of the last nights
  state bytea, -- the accumulators that the next night goes on from
  changed_at timestamptz not null default now(),
  primary key (site, component, target)
);

-- Weights as they were made; the last fortnight of them, so that a past day can be forecast as it was then.
create table forecast_version (
  site integer not null,
  component text not null,
  target text not null,
  version integer not null,
  name text not null, -- made of the weights
  trained_from date not null,
  trained_to date not null,
  days integer not null,
  row_count bigint not null, -- rows that were learnt from, ten minutes ahead
  went_live boolean not null,
  served jsonb not null, -- of each horizon whether it was answered with at first
  weights bytea not null,
  made_at timestamptz not null default now(),
  primary key (site, component, target, version)
);
create index forecast_version_trained on forecast_version (site, component, target, trained_to);
