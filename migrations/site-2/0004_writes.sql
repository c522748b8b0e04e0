-- Operating site 2, Panli: writes to its components are logged.

select ess_log_writes(component) from unnest(array['bank', 'rack', 'pcs', 'etc']) as component;
