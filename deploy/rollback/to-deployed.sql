-- Back from llm-mcp to the system it took over (docs/operations.md). Stop every Core first, then:
--     psql "$DB_DSN" --single-transaction --set ON_ERROR_STOP=1 --file deploy/rollback/to-deployed.sql
-- The deployed system's tables come back as they were when Core took them over. Core's own, with everything that was done since,
-- are kept in the schema llm_mcp_set_aside.
do $back$
declare
    home text;
    object text;
begin
    select n.nspname into home
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.oid = to_regclass('schema_migrations');
    if home is null or to_regclass('llm_mcp_deployed.jobs') is null then
        raise exception 'This database holds no deployed system that could come back: there is no llm_mcp_deployed.jobs beside a schema_migrations.';
    end if;

    create schema llm_mcp_set_aside;
    foreach object in array array[
        'v_benchmark_trends', 'v_cost_stats', 'v_device_stats',
        'benchmark_runs', 'benchmarks', 'carried_model_use', 'carried_over', 'catalogue_syncs', 'device_circuits', 'device_limits', 'device_metrics',
        'device_models', 'device_slots', 'device_tallies', 'device_tally_log', 'devices', 'discovery_last', 'effective_limits', 'incident_messages',
        'incident_notes', 'incident_watch', 'incidents', 'job_attempts', 'job_deltas', 'job_tallies', 'job_tally_log', 'jobs', 'limit_settings', 'llm_costs',
        'model_errors', 'model_feedback', 'model_pricing', 'model_speeds', 'models', 'schema_migrations', 'worker_reach', 'workers']
    loop
        if to_regclass(format('%I.%I', home, object)) is not null then
            execute format('alter %s %I.%I set schema llm_mcp_set_aside', case when object like 'v\_%' then 'view' else 'table' end, home, object);
        end if;
    end loop;

    for object in
        select format('%s %s', case c.relkind when 'v' then 'view' else 'table' end, c.oid::regclass)
        from pg_class c
        where c.relnamespace = 'llm_mcp_deployed'::regnamespace and c.relkind in ('r', 'v')
        union all
        select format('function %s', p.oid::regprocedure)
        from pg_proc p
        where p.pronamespace = 'llm_mcp_deployed'::regnamespace
    loop
        execute format('alter %s set schema %I', object, home);
    end loop;

    drop schema llm_mcp_deployed;
end
$back$;
