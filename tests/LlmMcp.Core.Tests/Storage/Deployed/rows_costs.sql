-- Rows of what migration 02 brings.
update device_limits set max_concurrency = 2 where device_id = 'box.tail1.ts.net.';
update device_limits set max_concurrency = 0 where device_id = 'six.tail1.ts.net.';

insert into llm_costs (id, job_id, model_id, provider, tokens_in, tokens_out, cost_usd, created_at) values
    ('c0000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 'google/gemini-2.5-flash', 'openrouter', 10, 20, 0.0000135, now() - interval '60 days'),
    ('c0000000-0000-4000-8000-000000000002', null, 'openai/gpt-4o', 'openrouter', 1000, 500, 0.009, now() - interval '1 hour'),
    ('c0000000-0000-4000-8000-000000000003', null, 'z-ai/glm-4.7', 'openrouter', 100, -5, 0.00004, now() - interval '2 days');
