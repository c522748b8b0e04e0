-- Operating site 1, Sionyu: implausible values, last write and corrections of each row.

alter table bank
  add column ess_written timestamptz not null default now(),
  add column ess_revision integer not null default 0,
  add column ess_quality bigint not null generated always as (
    case when "BANK_SOC" not between -0.5 and 100.5 then 1::bigint else 0 end +
    case when "BANK_SOH" not between -0.5 and 100.5 then 2::bigint else 0 end +
    case when "BANK_DC_CURRENT" not between -3200 and 3200 then 4::bigint else 0 end +
    case when "MAX_CELL_VOLTAGE_OF_BANK" not between 1 and 5 then 8::bigint else 0 end +
    case when "MIN_CELL_VOLTAGE_OF_BANK" not between 1 and 5 then 16::bigint else 0 end +
    case when "MAX_CELL_TEMPERATURE_OF_BANK" not between -40 and 100 then 32::bigint else 0 end +
    case when "MIN_CELL_TEMPERATURE_OF_BANK" not between -40 and 100 then 64::bigint else 0 end
  ) stored;

create index bank_by_written on bank using brin (ess_written);

alter table rack
  add column ess_written timestamptz not null default now(),
  add column ess_revision integer not null default 0,
  add column ess_quality bigint not null generated always as (
    case when "RACK_SOC" not between -0.5 and 100.5 then 1::bigint else 0 end +
    case when "RACK_SOH" not between -0.5 and 100.5 then 2::bigint else 0 end +
    case when "RACK_CURRENT" not between -400 and 400 then 4::bigint else 0 end +
    case when "RACK_MAX_CELL_VOLTAGE" not between 1 and 5 then 8::bigint else 0 end +
    case when "RACK_MIN_CELL_VOLTAGE" not between 1 and 5 then 16::bigint else 0 end +
    case when "RACK_CELL_VOLTAGE_AVERAGE" not between 1 and 5 then 32::bigint else 0 end +
    case when "RACK_MAX_CELL_TEMPERATURE" not between -40 and 100 then 64::bigint else 0 end +
    case when "RACK_MIN_CELL_TEMPERATURE" not between -40 and 100 then 128::bigint else 0 end +
    case when "RACK_CELL_TEMPERATURE_AVERAGE" not between -40 and 100 then 256::bigint else 0 end
  ) stored;

create index rack_by_written on rack using brin (ess_written);

alter table pcs
  add column ess_written timestamptz not null default now(),
  add column ess_revision integer not null default 0,
  add column ess_quality bigint not null generated always as (0) stored;

create index pcs_by_written on pcs using brin (ess_written);

alter table etc
  add column ess_written timestamptz not null default now(),
  add column ess_revision integer not null default 0,
  add column ess_quality bigint not null generated always as (
    case when "SENSOR1_TEMPERATURE" not between -40 and 100 then 1::bigint else 0 end
  ) stored;

create index etc_by_written on etc using brin (ess_written);
