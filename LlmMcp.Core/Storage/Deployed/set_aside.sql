-- Moves the tables of the deployed system, with their indexes, triggers, views and functions, out of the way and leaves them as they
-- are. Names alone change, so this takes no longer with a million rows than with ten; what else the database holds stays.
do $move$
declare
    home text := current_schema();
    object text;
begin
    create schema llm_mcp_deployed;
    -- The views first: they go by what they read, not by its name, and follow wherever it is.
    foreach object in array array[
        'v_cost_stats', 'v_device_stats',
        'devices', 'device_metrics', 'models', 'model_pricing', 'device_models', 'benchmarks', 'jobs', 'job_attempts', 'device_limits',
        'llm_costs', 'model_rankings', 'model_stats']
    loop
        if to_regclass(format('%I.%I', home, object)) is not null then
            execute format('alter %s %I.%I set schema llm_mcp_deployed',
                case (select relkind from pg_class where oid = to_regclass(format('%I.%I', home, object))) when 'v' then 'view' else 'table' end, home, object);
        end if;
    end loop;

    for object in
        select p.oid::regprocedure::text
        from pg_proc p
        where p.pronamespace = quote_ident(home)::regnamespace and p.proname in ('calculate_job_cost', 'notify_job_status_change')
    loop
        execute format('alter function %s set schema llm_mcp_deployed', object);
    end loop;
end
$move$;
