-- Operating site 3, Hwanggeum: rows rolled up to minutes, hours and days, and what marks those to be made.

create table ess_bank_minute (
  bank integer not null,
  rack integer not null, -- 0: the bank itself
  at timestamptz not null, -- beginning of the minute
  rows integer not null,
  minutes integer not null,
  first_at timestamptz,
  last_at timestamptz,
  bank_soc_n integer not null,
  bank_soc_sum double precision,
  bank_soc_min double precision,
  bank_soc_max double precision,
  bank_soh_n integer not null,
  bank_soh_sum double precision,
  bank_soh_min double precision,
  bank_soh_max double precision,
  bank_power_n integer not null,
  bank_power_sum double precision,
  bank_power_min double precision,
  bank_power_max double precision,
  bank_dc_volt_n integer not null,
  bank_dc_volt_sum double precision,
  bank_dc_volt_min double precision,
  bank_dc_volt_max double precision,
  bank_dc_current_n integer not null,
  bank_dc_current_sum double precision,
  bank_dc_current_min double precision,
  bank_dc_current_max double precision,
  max_cell_voltage_of_bank_n integer not null,
  max_cell_voltage_of_bank_sum double precision,
  max_cell_voltage_of_bank_min double precision,
  max_cell_voltage_of_bank_max double precision,
  min_cell_voltage_of_bank_n integer not null,
  min_cell_voltage_of_bank_sum double precision,
  min_cell_voltage_of_bank_min double precision,
  min_cell_voltage_of_bank_max double precision,
  max_cell_temperature_of_bank_n integer not null,
  max_cell_temperature_of_bank_sum double precision,
  max_cell_temperature_of_bank_min double precision,
  max_cell_temperature_of_bank_max double precision,
  min_cell_temperature_of_bank_n integer not null,
  min_cell_temperature_of_bank_sum double precision,
  min_cell_temperature_of_bank_min double precision,
  min_cell_temperature_of_bank_max double precision,
  exsos_charge integer not null,
  exsos_discharge integer not null,
  exsos_rest integer not null,
  exsos_max_voltage double precision,
  exsos_max_temperature double precision,
  exsos_min_voltage double precision,
  exsos_min_temperature double precision,
  exsos_voltage_gap double precision,
  exsos_temperature_gap double precision,
  primary key (bank, rack, at)
);

create table ess_bank_hour (like ess_bank_minute including all);

create table ess_bank_day (like ess_bank_minute including all);

create trigger ess_inserted after insert on bank referencing new table as changed
  for each statement execute function ess_mark_bank('Asia/Seoul', 'events,sol');
create trigger ess_updated_from after update on bank referencing old table as changed
  for each statement execute function ess_mark_bank('Asia/Seoul', 'events,sol');
create trigger ess_updated_to after update on bank referencing new table as changed
  for each statement execute function ess_mark_bank('Asia/Seoul', 'events,sol');
create trigger ess_deleted after delete on bank referencing old table as changed
  for each statement execute function ess_mark_bank('Asia/Seoul', 'events,sol');
create trigger ess_emptied after truncate on bank
  for each statement execute function ess_forget('Asia/Seoul', 'events,sol', 'bank');
select ess_watch('bank', inhrelid::regclass::text) from pg_inherits where inhparent = 'bank'::regclass;

with extent as (
  select min("TIMESTAMP") as first, max("TIMESTAMP") as last from bank
), hour as (
  select bank, rack, hour from (values (1, 0)) as unit (bank, rack), extent,
    generate_series(date_bin('1 hour', first, timestamp '2000-01-03 00:00' at time zone 'Asia/Seoul'), last, interval '1 hour') as hour
), marked as (
  insert into ess_dirty (component, bank, rack, hour, minutes) select 'bank', bank, rack, hour, (1::bigint << 60) - 1 from hour
)
insert into ess_due (work, bank, rack, day, since)
select work, bank, rack, (hour at time zone 'Asia/Seoul')::date as day, min(hour)
from hour, unnest(string_to_array('events,sol', ',')) as work group by work, bank, rack, day;

create table ess_rack_minute (
  bank integer not null,
  rack integer not null,
  at timestamptz not null, -- beginning of the minute
  rows integer not null,
  minutes integer not null,
  first_at timestamptz,
  last_at timestamptz,
  rack_soc_n integer not null,
  rack_soc_sum double precision,
  rack_soc_min double precision,
  rack_soc_max double precision,
  rack_soh_n integer not null,
  rack_soh_sum double precision,
  rack_soh_min double precision,
  rack_soh_max double precision,
  rack_voltage_n integer not null,
  rack_voltage_sum double precision,
  rack_voltage_min double precision,
  rack_voltage_max double precision,
  rack_current_n integer not null,
  rack_current_sum double precision,
  rack_current_min double precision,
  rack_current_max double precision,
  rack_max_cell_voltage_n integer not null,
  rack_max_cell_voltage_sum double precision,
  rack_max_cell_voltage_min double precision,
  rack_max_cell_voltage_max double precision,
  rack_min_cell_voltage_n integer not null,
  rack_min_cell_voltage_sum double precision,
  rack_min_cell_voltage_min double precision,
  rack_min_cell_voltage_max double precision,
  rack_cell_voltage_gap_n integer not null,
  rack_cell_voltage_gap_sum double precision,
  rack_cell_voltage_gap_min double precision,
  rack_cell_voltage_gap_max double precision,
  rack_max_cell_temperature_n integer not null,
  rack_max_cell_temperature_sum double precision,
  rack_max_cell_temperature_min double precision,
  rack_max_cell_temperature_max double precision,
  rack_min_cell_temperature_n integer not null,
  rack_min_cell_temperature_sum double precision,
  rack_min_cell_temperature_min double precision,
  rack_min_cell_temperature_max double precision,
  rack_cell_temperature_gap_n integer not null,
  rack_cell_temperature_gap_sum double precision,
  rack_cell_temperature_gap_min double precision,
  rack_cell_temperature_gap_max double precision,
  exsos_charge integer not null,
  exsos_discharge integer not null,
  exsos_rest integer not null,
  exsos_max_voltage double precision,
  exsos_max_temperature double precision,
  exsos_min_voltage double precision,
  exsos_min_temperature double precision,
  exsos_voltage_gap double precision,
  exsos_temperature_gap double precision,
  primary key (bank, rack, at)
);

create table ess_rack_hour (like ess_rack_minute including all);

create table ess_rack_day (like ess_rack_minute including all);

create trigger ess_inserted after insert on rack referencing new table as changed
  for each statement execute function ess_mark_rack('Asia/Seoul', 'events,socp');
create trigger ess_updated_from after update on rack referencing old table as changed
  for each statement execute function ess_mark_rack('Asia/Seoul', 'events,socp');
create trigger ess_updated_to after update on rack referencing new table as changed
  for each statement execute function ess_mark_rack('Asia/Seoul', 'events,socp');
create trigger ess_deleted after delete on rack referencing old table as changed
  for each statement execute function ess_mark_rack('Asia/Seoul', 'events,socp');
create trigger ess_emptied after truncate on rack
  for each statement execute function ess_forget('Asia/Seoul', 'events,socp', 'rack');
select ess_watch('rack', inhrelid::regclass::text) from pg_inherits where inhparent = 'rack'::regclass;

with extent as (
  select min("TIMESTAMP") as first, max("TIMESTAMP") as last from rack
), hour as (
  select bank, rack, hour from (values (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9), (1, 10), (1, 11)) as unit (bank, rack), extent,
    generate_series(date_bin('1 hour', first, timestamp '2000-01-03 00:00' at time zone 'Asia/Seoul'), last, interval '1 hour') as hour
), marked as (
  insert into ess_dirty (component, bank, rack, hour, minutes) select 'rack', bank, rack, hour, (1::bigint << 60) - 1 from hour
)
insert into ess_due (work, bank, rack, day, since)
select work, bank, rack, (hour at time zone 'Asia/Seoul')::date as day, min(hour)
from hour, unnest(string_to_array('events,socp', ',')) as work group by work, bank, rack, day;
