namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>Statements of measured speeds. They run in the transaction that ends jobs, so they wait for nobody.</summary>
internal static class SpeedSql
{
    // What the caller or routing asked for: servers answer with names of their own (a dated version, a file).
    public const string AskedModels =
        """
        select id, payload ->> 'model'
        from jobs
        where id = any(@ids)
        """;

    // A moving average. A row that another batch holds right now is skipped: one measurement less is nothing, a queue of
    // transactions that end jobs is. An outlier moves the average as if it were four times off, not more. A device that is
    // being removed at this moment drops out, and the lock keeps the others until their new rows are stored.
    public const string Merge =
        """
        with sample as materialized (
            select s.*
            from unnest(@devices::text[], @providers::text[], @models::text[], @task_types::text[], @tps::double precision[],
                        @latencies::double precision[], @first_tokens::double precision[], @loads::double precision[],
                        @shares::double precision[], @answers::integer[])
                 as s (device_id, provider, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, share, answers)
        ), known as materialized (
            select k.device_id, k.model_id, k.task_type
            from model_speeds k
            join sample s using (device_id, model_id, task_type)
            for update of k skip locked
        ), merged as (
            update model_speeds k
            set tps = case when s.tps is null then k.tps when k.tps is null then s.tps
                    else k.tps + s.share * (least(greatest(s.tps, k.tps / 4), k.tps * 4) - k.tps) end,
                latency_ms = case when s.latency_ms is null then k.latency_ms when k.latency_ms is null then s.latency_ms
                    else k.latency_ms + s.share * (least(greatest(s.latency_ms, k.latency_ms / 4), k.latency_ms * 4) - k.latency_ms) end,
                ttft_ms = case when s.ttft_ms is null then k.ttft_ms when k.ttft_ms is null then s.ttft_ms
                    else k.ttft_ms + s.share * (least(greatest(s.ttft_ms, k.ttft_ms / 4), k.ttft_ms * 4) - k.ttft_ms) end,
                load_ms = case when s.load_ms is null then k.load_ms when k.load_ms is null then s.load_ms
                    else k.load_ms + s.share * (least(greatest(s.load_ms, k.load_ms / 4), k.load_ms * 4) - k.load_ms) end,
                samples = k.samples + s.answers, updated_at = now()
            from sample s
            join known using (device_id, model_id, task_type)
            where (k.device_id, k.model_id, k.task_type) = (s.device_id, s.model_id, s.task_type)
        )
        insert into model_speeds (device_id, provider, model_id, task_type, tps, latency_ms, ttft_ms, load_ms, samples)
        select s.device_id, s.provider, s.model_id, s.task_type, s.tps, s.latency_ms, s.ttft_ms, s.load_ms, s.answers
        from sample s
        join devices d on d.id = s.device_id
        where not exists (
            select from model_speeds k
            where (k.device_id, k.model_id, k.task_type) = (s.device_id, s.model_id, s.task_type))
        order by s.device_id, s.model_id, s.task_type
        for key share of d
        on conflict do nothing
        """;
}
