-- Costs, rankings and statistics, as far as its migrations were run: none of these tables is in every installation.
do $carry$
declare
    moved bigint;
begin
    if to_regclass('llm_mcp_deployed.llm_costs') is not null then
        insert into llm_costs (id, job_id, provider, model_id, device_id, source, tokens_in, tokens_out, cost_usd, currency, created_at)
        select c.id, c.job_id, c.provider, c.model_id, j.device_id, coalesce(j.source, ''), greatest(c.tokens_in, 0), greatest(c.tokens_out, 0),
               least(greatest(c.cost_usd, 0), 99999999), c.currency, c.created_at
        from llm_mcp_deployed.llm_costs c
        left join jobs j on j.id = c.job_id;
        get diagnostics moved = row_count;
        insert into carried_over (name, rows, carried) select 'llm_costs', (select count(*) from llm_mcp_deployed.llm_costs), moved;
    end if;

    if to_regclass('llm_mcp_deployed.model_rankings') is not null then
        insert into models as m (provider, id, context, origin, meta)
        select r.provider, r.model_id, case when r.context_k > 0 then least(r.context_k, 2000000) * 1000 end, 'sync',
               jsonb_strip_nulls(jsonb_build_object('display_name', r.display_name)) || jsonb_build_object('category_scores', pg_temp.object_of(r.category_scores))
        from llm_mcp_deployed.model_rankings r
        where r.model_id <> '' and length(r.model_id) <= 300
        on conflict (provider, id) do update
        set context = coalesce(m.context, excluded.context), meta = m.meta || excluded.meta;
        get diagnostics moved = row_count;
        insert into carried_over (name, rows, carried) select 'model_rankings', (select count(*) from llm_mcp_deployed.model_rankings), moved;

        insert into model_pricing (provider, model_id, price_in_1m, price_out_1m, origin)
        select provider, model_id, greatest(coalesce(price_in_1m, 0), 0), greatest(coalesce(price_out_1m, 0), 0), 'sync'
        from llm_mcp_deployed.model_rankings
        where price_in_1m is not null or price_out_1m is not null
        on conflict (provider, model_id) do nothing;
    end if;

    if to_regclass('llm_mcp_deployed.model_stats') is not null then
        create temp table old_use on commit drop as
        select s.*, coalesce(m.provider, r.provider, case when s.model_id like '%/%' then 'openrouter' else 'ollama' end) as provider, coalesce(m.id, s.model_id) as id
        from llm_mcp_deployed.model_stats s
        left join lateral (select provider, id from old_model where old_id = s.model_id) m on true
        left join lateral (select provider from models where id = s.model_id order by provider limit 1) r on true
        where s.model_id <> '' and length(s.model_id) <= 290;

        insert into carried_model_use (provider, model_id, answers, tokens_in, tokens_out, cost_usd, duration_ms, last_used_at)
        select u.provider, u.id, sum(greatest(u.total_requests - coalesce(u.error_count, 0) - coalesce(c.answers, 0), 0)), sum(greatest(u.total_tokens_in - coalesce(c.tokens_in, 0), 0)),
               sum(greatest(u.total_tokens_out - coalesce(c.tokens_out, 0), 0)), sum(least(greatest(u.total_cost_usd - coalesce(c.cost, 0), 0), 99999999)),
               max(greatest(u.avg_duration_ms, 0)), max(u.last_used_at)
        from old_use u
        left join (
            select provider, model_id, count(*) as answers, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(cost_usd) as cost
            from llm_costs
            group by provider, model_id
        ) c on c.provider = u.provider and c.model_id = u.model_id
        where u.total_requests > 0
        group by u.provider, u.id;

        insert into model_errors (provider, model_id, day, errors)
        select provider, id, (coalesce(max(last_used_at), now()) at time zone 'UTC')::date, sum(error_count)
        from old_use
        where error_count > 0
        group by provider, id;

        insert into model_feedback (model_id, good, comment)
        select u.id, rated.good, ''
        from old_use u
        cross join lateral (values (true, u.feedback_positive), (false, u.feedback_negative)) as rated (good, times)
        cross join lateral generate_series(1, least(rated.times, 100000)) as each;

        insert into carried_over (name, rows, carried) select 'model_stats', (select count(*) from llm_mcp_deployed.model_stats), count(*) from old_use;
    end if;
end
$carry$;

drop function pg_temp.node_url(text), pg_temp.texts(jsonb), pg_temp.object_of(jsonb), pg_temp.block_part(text), pg_temp.canonical(text, text);
