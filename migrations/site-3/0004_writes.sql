-- Operating site 3, Hwanggeum: writes to its components are logged.

select ess_log_writes(component) from unnest(array['bank', 'rack', 'pcs', 'etc']) as component;
