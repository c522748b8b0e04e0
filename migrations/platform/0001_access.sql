-- Who may ask for what, and who took what away.

create table api_key (
  lookup text primary key check (lookup ~ '^[0-9a-z]{8}$'),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  scopes text[] not null,
  sites integer[], -- null: all of them, those of the future too
  created_at timestamptz not null default now(),
  created_by text,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- A transfer is written down when it begins and completed when it ends: one that has no outcome is under way,
-- or its worker died. The key's row may go, what was done with it stays: no foreign key.
create table audit (
  id uuid primary key, -- made by the worker, which completes its own entries
  number bigint generated always as identity unique,
  request_id text not null,
  at timestamptz not null default now(),
  key text, -- lookup part; null where no key was needed
  by_link boolean not null default false,
  action text not null,
  route text not null,
  site integer,
  range_start timestamptz,
  range_end timestamptz,
  query text,
  rows bigint,
  bytes bigint,
  outcome text, -- complete, broken, or what became of an action
  ended_at timestamptz
);
create index audit_at on audit (at);
create index audit_key on audit (key, number);
