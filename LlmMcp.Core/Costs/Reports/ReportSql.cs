namespace LlmMcp.Core.Costs.Reports;

/// <summary>Statements that add costs up.</summary>
internal static class ReportSql
{
    // One pass over the window by hashing (several workers can share it, which grouping sets cannot), then both groupings of what
    // it gives. Of the second the dearest groups stand by themselves and the rest is one row: a caller may name a new source with
    // every job. `dimension` is 0 for the providers.
    public const string Summarize =
        """
        with costs as materialized (
            select provider,
                   case @by::text
                       when 'model' then model_id when 'source' then source when 'client' then client
                       when 'device' then coalesce(device_id, '') when 'day' then ((created_at at time zone 'UTC')::date)::text
                       else ''
                   end as name,
                   sum(cost_usd) as cost, count(*) as jobs, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out
            from llm_costs
            where created_at >= now() - make_interval(days => @days::integer)
            group by 1, 2
        ), grouped as (
            select 0 as dimension, provider, '' as name,
                   sum(cost) as cost, sum(jobs) as jobs, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out
            from costs
            group by provider
            union all
            select 1, case when @by = 'model' then provider else '' end, name, sum(cost), sum(jobs), sum(tokens_in), sum(tokens_out)
            from costs
            where @by <> ''
            group by 2, 3
        ), ranked as (
            select *, row_number() over (partition by dimension order by cost desc, jobs desc, name, provider) <= @most::integer as listed
            from grouped
        )
        select dimension, listed, case when listed then provider end, case when listed then name end,
               trim_scale(sum(cost)), sum(jobs)::bigint, sum(tokens_in)::bigint, sum(tokens_out)::bigint
        from ranked
        group by 1, 2, 3, 4
        order by 1, 2 desc, 5 desc, 6 desc, 4, 3
        """;

    // The dearest names of the whole window keep theirs in every bucket; the rest is one line. Buckets are hours or days of UTC.
    public const string Series =
        """
        with costs as (
            select date_trunc(@bucket::text, created_at at time zone 'UTC') as at,
                   case @by::text when 'model' then model_id when 'source' then source when 'device' then coalesce(device_id, '') else provider end as name,
                   sum(cost_usd) as cost, count(*) as jobs, sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out
            from llm_costs
            where created_at >= now() - make_interval(days => @days::integer)
            group by 1, 2
        ), ranked as (
            select name, row_number() over (order by sum(cost) desc, sum(tokens_out) desc, name) <= @most::integer as listed
            from costs
            group by name
        )
        select c.at at time zone 'UTC', r.listed, case when r.listed then c.name else '' end,
               trim_scale(sum(c.cost)), sum(c.jobs)::bigint, sum(c.tokens_in)::bigint, sum(c.tokens_out)::bigint
        from costs c
        join ranked r using (name)
        group by 1, 2, 3
        order by 1, 2 desc, 4 desc, 3
        """;

    public const string List =
        """
        select id, job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cached_in, reasoning_out,
               trim_scale(cost_usd), priced_by, duration_ms, created_at
        from llm_costs
        where @after::uuid is null
           or (created_at, id) < (select c.created_at, c.id from llm_costs c where c.id = @after)
        order by created_at desc, id desc
        limit @count::integer
        """;

    public const string Spend =
        """
        select trim_scale(coalesce(sum(cost_usd) filter (where created_at >= now() - interval '1 day'), 0)),
               trim_scale(coalesce(sum(cost_usd) filter (where created_at >= now() - interval '7 days'), 0)),
               trim_scale(coalesce(sum(cost_usd), 0))
        from llm_costs
        where created_at >= now() - interval '30 days'
        """;

    public const string TopModels =
        """
        select model_id, count(*), sum(tokens_in)::bigint, sum(tokens_out)::bigint, trim_scale(sum(cost_usd))
        from llm_costs
        where created_at >= now() - interval '30 days'
        group by model_id
        order by 5 desc, 2 desc, 1
        limit 10
        """;

    // Everything that is known of a model's use. Whatever was never used, rated or ranked is left out.
    public const string ModelStats =
        """
        with used as (
            select provider, model_id, sum(answers)::bigint as answers, sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out,
                   sum(cost) as cost, (sum(duration_ms * timed) / nullif(sum(timed), 0))::integer as duration_ms, max(last_used_at) as last_used_at
            from (
                select provider, model_id, count(*) as answers, sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(cost_usd) as cost,
                       coalesce(avg(duration_ms), 0) as duration_ms, count(duration_ms) as timed, max(created_at) as last_used_at
                from llm_costs
                group by provider, model_id
                union all
                select provider, model_id, answers, tokens_in, tokens_out, cost_usd, duration_ms, case when duration_ms > 0 then answers else 0 end, last_used_at
                from carried_model_use
            ) known
            group by provider, model_id
        ), failed as (
            select provider, model_id, sum(errors)::bigint as errors
            from model_errors
            group by provider, model_id
        ), rated as (
            select model_id, count(*) filter (where good) - count(*) filter (where not good) as score
            from model_feedback
            group by model_id
        )
        select key.model_id, coalesce(m.meta ->> 'display_name', key.model_id), key.provider, coalesce(m.meta -> 'category_scores', '{}')::text,
               coalesce(p.price_in_1m, 0), coalesce(p.price_out_1m, 0), round(m.context / 1000.0)::integer,
               coalesce(u.answers, 0) + coalesce(f.errors, 0), coalesce(u.tokens_in, 0), coalesce(u.tokens_out, 0),
               trim_scale(coalesce(u.cost, 0)), coalesce(u.duration_ms, 0), coalesce(f.errors, 0), coalesce(r.score, 0), u.last_used_at
        from (
            select provider, model_id from used
            union select provider, model_id from failed
            union select provider, id from models where meta ? 'category_scores' or id in (select model_id from rated)
        ) as key
        left join models m on m.provider = key.provider and m.id = key.model_id
        left join model_pricing p on p.provider = key.provider and p.model_id = key.model_id
        left join used u on u.provider = key.provider and u.model_id = key.model_id
        left join failed f on f.provider = key.provider and f.model_id = key.model_id
        left join rated r on r.model_id = key.model_id
        order by coalesce(u.cost, 0) desc, 8 desc, 1, 3
        limit @most::integer
        """;

    public const string InsertFeedback = "insert into model_feedback (model_id, good, comment) values (@model::text, @good::boolean, @comment::text)";
}
