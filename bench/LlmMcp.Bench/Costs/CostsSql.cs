namespace LlmMcp.Bench.Costs;

internal static class CostsSql
{
    // Spread evenly over the last thirty days, oldest first, as they would have come.
    public const string Fill =
        """
        insert into llm_costs (job_id, provider, model_id, device_id, client, source, tokens_in, tokens_out, cost_usd, duration_ms, created_at)
        select gen_random_uuid(), (array['ollama', 'openai', 'openrouter'])[1 + n % 3], 'model-' || n % 40, 'device-' || n % 50,
               'client-' || n % 7, 'source-' || n % 300, 100 + n % 900, n % 500, (n % 1000) * 0.00001, n % 9000,
               now() - (@answers - n) * interval '30 days' / @answers
        from generate_series(1, @answers) n
        """;

    public const string Vacuum = "vacuum (analyze) llm_costs";
}
