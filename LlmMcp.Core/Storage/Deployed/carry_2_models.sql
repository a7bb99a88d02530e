-- Models, prices, what is where, and how fast it was.
do $carry$
declare
    moved bigint;
begin
    -- Two names of one model become one. Contexts of Ollama's models were guessed from their names: a probe knows better.
    create temp table old_model on commit drop as
    select id as old_id, provider, left(pg_temp.canonical(provider, coalesce(nullif(trim(id), ''), 'unknown')), 300) as id, family, kind, params_b, context_k,
           size_gb, quant, status, meta, updated_at, tier, thinking, price_in_1m, price_out_1m, currency
    from (
        select m.id, case when m.provider in ('', 'unknown') then 'ollama' else m.provider end as provider, m.family, m.kind, m.params_b, m.context_k, m.size_gb,
               m.quant, m.status, m.meta, m.updated_at, to_jsonb(m) ->> 'tier' as tier, coalesce((to_jsonb(m) ->> 'thinking')::boolean, false) as thinking,
               p.price_in_1m, p.price_out_1m, p.currency
        from llm_mcp_deployed.models m
        left join llm_mcp_deployed.model_pricing p on p.model_id = m.id
    ) m;

    insert into models as m (provider, id, family, kind, params_b, context, size_bytes, quantization, digest, thinking, tier, status, meta, updated_at, origin)
    select distinct on (provider, id) provider, id, family, case when kind = 'embed' then 'embed' else 'chat' end, params_b,
           case when context_k > 0 then least(context_k, 2000000) * 1000 end, case when size_gb between 0 and 1000000 then (size_gb * 1073741824)::bigint end,
           quant, meta ->> 'digest', thinking, nullif(tier, 'embed'), case when coalesce(status, 'active') = 'active' then 'active' else 'disabled' end,
           pg_temp.object_of(meta) || case when provider = 'ollama' and context_k > 0 then '{"likely_context": true}'::jsonb else '{}' end,
           updated_at, case when provider = 'ollama' then 'probe' else 'sync' end
    from old_model
    order by provider, id, kind = 'bench', old_id <> id
    on conflict (provider, id) do update
    set context = coalesce(excluded.context, m.context), thinking = excluded.thinking or m.thinking, tier = coalesce(excluded.tier, m.tier),
        status = excluded.status, meta = m.meta || excluded.meta;
    insert into carried_over (name, rows, carried) select 'models', count(*), count(*) from old_model;

    -- Prices it calculated with go on: only who entered them changes them.
    insert into model_pricing as p (provider, model_id, price_in_1m, price_out_1m, currency, origin)
    select distinct on (provider, id) provider, id, greatest(coalesce(price_in_1m, 0), 0), greatest(coalesce(price_out_1m, 0), 0), coalesce(currency, 'USD'), 'operator'
    from old_model
    where price_in_1m is not null or price_out_1m is not null
    order by provider, id, old_id <> id
    on conflict (provider, model_id) do update
    set price_in_1m = excluded.price_in_1m, price_out_1m = excluded.price_out_1m, currency = excluded.currency, origin = excluded.origin, updated_at = now()
    where (p.price_in_1m, p.price_out_1m) is distinct from (excluded.price_in_1m, excluded.price_out_1m);
    insert into carried_over (name, rows, carried)
    select 'model_pricing', (select count(*) from llm_mcp_deployed.model_pricing), count(*) from old_model where price_in_1m is not null or price_out_1m is not null;

    insert into device_models (device_id, provider, model_id, available, updated_at)
    select distinct on (o.device_id, m.id) o.device_id, m.provider, m.id, o.available, o.updated_at
    from llm_mcp_deployed.device_models o
    join old_model m on m.old_id = o.model_id
    where o.device_id in (select id from devices)
    order by o.device_id, m.id, m.old_id <> m.id;
    insert into carried_over (name, rows, carried)
    select 'device_models', count(*), count(*) filter (where device_id in (select id from devices)) from llm_mcp_deployed.device_models;

    insert into benchmarks (id, device_id, provider, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta, ok, created_at)
    select o.id, o.device_id, m.provider, m.id, o.task_type, o.tokens_in, o.tokens_out, o.latency_ms, o.tps, pg_temp.object_of(o.meta), o.ok, o.created_at
    from llm_mcp_deployed.benchmarks o
    join old_model m on m.old_id = o.model_id
    where o.device_id in (select id from devices);
    get diagnostics moved = row_count;
    insert into carried_over (name, rows, carried) select 'benchmarks', (select count(*) from llm_mcp_deployed.benchmarks), moved;
end
$carry$;
