-- Rows of what migration 05 brings. Local chats were counted here only.
insert into model_rankings (model_id, provider, display_name, category_scores, context_k, price_in_1m, price_out_1m) values
    ('moonshotai/kimi-k2.5', 'openrouter', 'Kimi K2.5', '{"programming": 91}', 256, 0.60, 2.50);
insert into model_stats (model_id, total_requests, total_tokens_in, total_tokens_out, total_cost_usd, avg_duration_ms, error_count, last_used_at, feedback_positive, feedback_negative) values
    ('openai/gpt-4o', 3, 3000, 1500, 0.027, 800, 0, now() - interval '1 hour', 2, 1),
    ('llama3.2:3b', 40, 4000, 9000, 0, 1500, 4, now() - interval '3 hours', 0, 0),
    ('never-used', 0, 0, 0, 0, 0, 0, null, 0, 0);
