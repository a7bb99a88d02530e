-- Rows of every sort that the deployed system writes, odd ones included.
insert into devices (id, name, platform, arch, host, tags, status, last_seen) values
    ('box.tail1.ts.net.', 'box', 'linux', '', 'box.tail1.ts.net.',
     '{"dns": "box.tail1.ts.net.", "hostname": "box", "ip": "100.64.0.1", "ollama": true, "models": ["llama3.2:3b"], "ollama_addr": "100.64.0.1:11434", "ollama_host": "box.tail1.ts.net", "ollama_port": 11434, "ollama_latency_ms": 12}',
     'online', now() - interval '1 minute'),
    ('box.tail1.ts.net.:11435', 'box:11435', 'linux', '', 'box.tail1.ts.net.',
     '{"port_device": true, "base_device": "box.tail1.ts.net.", "ollama_port": "11435", "ollama": true, "ollama_addr": "100.64.0.1:11435"}', 'online', now()),
    ('six.tail1.ts.net.', 'six', 'linux', '', 'six.tail1.ts.net.', '{"dns": "six.tail1.ts.net.", "hostname": "six", "ollama": true, "ollama_addr": "fd7a::1:11434"}', 'offline', now() - interval '3 days'),
    ('extra:10.0.0.9', '10.0.0.9', 'linux', 'unknown', '10.0.0.9', '{"extra_endpoint": true, "source": "OLLAMA_EXTRA_ENDPOINTS", "ollama": true, "ollama_addr": "10.0.0.9:11434"}', 'online', now()),
    ('lan-192.168.1.7', 'lan-192.168.1.7', 'lan', null, null, '{"ip": "192.168.1.7", "ollama": true, "ollama_addr": "192.168.1.7:11434", "models": ["phi3:mini"], "source": "subnet"}', 'online', now()),
    ('phone.tail1.ts.net.', 'phone', 'android', '', 'phone.tail1.ts.net.', '{"dns": "phone.tail1.ts.net.", "hostname": "phone", "ip": "100.64.0.77", "online": true}', 'online', now()),
    ('tablet.tail1.ts.net.', 'tablet', 'ios', '', 'tablet.tail1.ts.net.', '{"dns": "tablet.tail1.ts.net.", "hostname": "tablet"}', 'offline', null),
    ('worker-20260305101010.123456789', 'worker', 'Linux', 'x86_64', 'gpu-1', '{"ollama": true}', 'online', now() - interval '2 days'),
    ('gpu-worker', 'worker', 'Linux', 'aarch64', 'pi5', '{}', 'online', now() - interval '5 minutes'),
    ('strange', null, null, null, 'not a host!', null, 'unknown', null);

insert into device_metrics (id, device_id, notes) values
    ('d0000000-0000-4000-8000-000000000001', 'box.tail1.ts.net.', '{"load": 0.5}'),
    ('d0000000-0000-4000-8000-000000000002', 'gpu-worker', '{"cpu": 12}');

insert into models (id, provider, family, kind, params_b, context_k, size_gb, quant, status, meta) values
    ('llama3.2:3b', 'ollama', 'llama', 'chat', 3.2, 128, 1.9, 'Q4_K_M', 'active', '{"digest": "abc", "size_bytes": 2019393189}'),
    ('qwen3:1.7b', 'ollama', 'qwen3', 'chat', 1.7, 32, 1.3, 'Q4_K_M', 'active', null),
    ('nomic-embed-text:latest', 'ollama', 'nomic-bert', 'embed', 0.137, 8, 0.3, 'F16', 'active', '{}'),
    ('nomic-embed-text', 'ollama', null, 'bench', null, null, null, null, 'active', null),
    ('old:7b', 'ollama', 'old', 'chat', 7, 4, 4.1, 'Q4_0', 'retired', '[1]'),
    ('bench-only', 'unknown', null, 'bench', null, null, null, null, 'active', null),
    ('z-ai/glm-4.7', 'openrouter', 'glm', 'chat', null, 200, null, null, 'active', '{"curated": true}'),
    ('openai/gpt-4o', 'openrouter', 'gpt', 'chat', null, 125, null, null, 'active', null);

insert into model_pricing (model_id, price_in_1m, price_out_1m) values
    ('z-ai/glm-4.7', 0.40, 1.75), ('openai/gpt-4o', 3.00, 12.00), ('llama3.2:3b', 0, 0), ('old:7b', null, null);

insert into device_models (device_id, model_id, available) values
    ('box.tail1.ts.net.', 'llama3.2:3b', true), ('box.tail1.ts.net.', 'nomic-embed-text:latest', true), ('box.tail1.ts.net.', 'old:7b', false),
    ('box.tail1.ts.net.:11435', 'qwen3:1.7b', true), ('extra:10.0.0.9', 'llama3.2:3b', true);

insert into benchmarks (id, device_id, model_id, task_type, tokens_in, tokens_out, latency_ms, tps, meta, ok, created_at) values
    ('b0000000-0000-4000-8000-000000000001', 'box.tail1.ts.net.', 'llama3.2:3b', 'generate', 12, 80, 2100, 41.5, '{"provider": "ollama"}', true, now() - interval '2 days'),
    ('b0000000-0000-4000-8000-000000000002', 'box.tail1.ts.net.', 'nomic-embed-text', 'embed', 9, 0, 30, 0, null, true, now() - interval '2 days'),
    ('b0000000-0000-4000-8000-000000000003', 'gpu-worker', 'bench-only', 'generate', null, null, null, null, null, true, now() - interval '40 days'),
    ('b0000000-0000-4000-8000-000000000004', 'strange', 'llama3.2:3b', 'generate', 1, 2, 3, 4, '{}', false, now() - interval '1 day');

insert into device_limits (device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context_k, allow_models, deny_models) values
    ('box.tail1.ts.net.', 16, null, 12, 12.8, 8192, 'null', 'null'),
    ('extra:10.0.0.9', 8, null, 3, 6.4, 4096, '["llama3.2:3b"]', '["llama3.3:70b"]'),
    ('six.tail1.ts.net.', null, null, null, null, 32, null, '[]');

insert into jobs (id, kind, payload, priority, status, source, attempts, max_attempts, lease_until, deadline_at, result, error, queued_at, updated_at) values
    -- waiting
    ('10000000-0000-4000-8000-000000000001', 'ollama.generate', '{"model": "llama3.2:3b", "prompt": "pinned", "device_id": "box.tail1.ts.net.", "ollama_addr": "100.64.0.1:11434"}', 5, 'queued', 'mini-app', 0, 3, null, null, null, null, now() - interval '9 minutes', now() - interval '9 minutes'),
    ('10000000-0000-4000-8000-000000000002', 'ollama.generate', '{"model": "qwen3:1.7b", "prompt": "smart", "device_id": "box.tail1.ts.net.:11435", "ollama_addr": "100.64.0.1:11435", "ollama_host": "", "_tier": "small", "_price_in_1m": 0, "_price_out_1m": 0, "thinking": true}', 0, 'queued', null, 0, 3, null, now() - interval '7 minutes', null, null, now() - interval '8 minutes', now() - interval '8 minutes'),
    ('f0000000-0000-4000-8000-000000000003', 'echo', '{"text": "hello"}', 0, 'queued', 'a', 1, 3, null, null, null, 'HTTP Error 500: Internal Server Error', now() - interval '7 minutes', now() - interval '6 minutes'),
    ('10000000-0000-4000-8000-000000000004', 'echo', 'null', -2147483648, 'queued', 'a', 3, 3, null, null, null, null, now() - interval '6 minutes', now() - interval '6 minutes'),
    ('10000000-0000-4000-8000-000000000005', '', '[1, 2]', 0, 'queued', repeat('s', 300), 0, -1, null, now() + interval '1 day', null, null, now() - interval '5 minutes', now() - interval '5 minutes'),
    ('10000000-0000-4000-8000-000000000006', 'ollama.embed', '{"prompt": "no model", "device_id": "gone.tail1.ts.net."}', 0, 'queued', null, 0, 3, null, null, null, null, now() - interval '4 minutes', now() - interval '4 minutes'),
    ('10000000-0000-4000-8000-000000000007', 'openrouter.chat', '{"model": "z-ai/glm-4.7", "messages": [{"role": "user", "content": "hi"}]}', 0, 'queued', 'agent', 0, 5000, null, null, null, null, now() - interval '3 minutes', now() - interval '3 minutes'),
    ('10000000-0000-4000-8000-000000000008', 'custom.render', '{"model": "a|b%c"}', 0, 'queued', 'agent', 0, 3, null, null, null, null, now() - interval '2 minutes', now() - interval '2 minutes'),
    -- running
    ('20000000-0000-4000-8000-000000000001', 'ollama.generate', '{"model": "llama3.2:3b", "prompt": "at work", "device_id": "box.tail1.ts.net."}', 0, 'running', 'mini-app', 1, 3, now() + interval '20 seconds', null, null, null, now() - interval '2 minutes', now() - interval '1 minute'),
    ('20000000-0000-4000-8000-000000000002', 'echo', '{"n": 2}', 0, 'running', null, 2, 3, now() - interval '5 minutes', null, null, null, now() - interval '20 minutes', now() - interval '6 minutes'),
    ('20000000-0000-4000-8000-000000000003', 'ollama.generate', '{"model": "llama3.2:3b", "prompt": "its host left", "device_id": "six.tail1.ts.net."}', 0, 'running', null, 1, 3, null, null, null, null, now() - interval '20 minutes', now() - interval '6 minutes'),
    ('20000000-0000-4000-8000-000000000004', 'echo', '{"kills": "its workers"}', 0, 'running', null, 7, 3, now() - interval '1 hour', null, null, null, now() - interval '3 hours', now() - interval '2 hours'),
    ('20000000-0000-4000-8000-000000000005', 'echo', '{"nobody": "holds it"}', 0, 'running', null, 1, 3, now() + interval '20 seconds', null, null, null, now() - interval '3 hours', now() - interval '2 hours'),
    -- ended
    ('30000000-0000-4000-8000-000000000001', 'ollama.generate', '{"model": "llama3.2:3b", "prompt": "hi", "device_id": "box.tail1.ts.net.", "_tier": "small"}', 0, 'done', 'mini-app', 2, 3, null, now() - interval '9 days', '{"ok": true, "response": "hello", "model": "llama3.2:3b", "provider": "ollama", "device_id": "box.tail1.ts.net.", "tokens_in": 3, "tokens_out": 5, "cost": "0.00000$", "data": {"response": "hello"}}', 'timed out', now() - interval '9 days', now() - interval '9 days'),
    ('00000000-0000-4000-8000-000000000002', 'openrouter.chat', '{"model": "google/gemini-2.5-flash", "messages": []}', 0, 'done', 'agent', 1, 3, null, null, '{"ok": true, "response": "cloud"}', null, now() - interval '60 days', now() - interval '60 days'),
    ('30000000-0000-4000-8000-000000000003', 'ollama.generate', '{"model": "none"}', 0, 'error', null, 3, 3, null, null, null, 'HTTP Error 404: Not Found', now() - interval '1 day', now() - interval '1 day'),
    ('30000000-0000-4000-8000-000000000004', 'echo', '"text"', 0, 'cancelled', null, 0, 0, null, null, null, null, now() - interval '1 day', now() - interval '1 day'),
    ('30000000-0000-4000-8000-000000000005', 'debug.test', '{"smoke_test": true}', -1, 'done', 'debug', 0, 1, null, null, null, null, now() - interval '1 day', now() - interval '1 day');

insert into job_attempts (id, job_id, worker_id, started_at, finished_at, status, error, metrics) values
    ('a0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000003', 'gpu-worker', now() - interval '7 minutes', now() - interval '6 minutes', 'error', 'HTTP Error 500: Internal Server Error', '{"ms": 40}'),
    ('a0000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001', 'worker-20260305101010.123456789', now() - interval '1 minute', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000002', 'worker-20260101000000.000000001', now() - interval '12 minutes', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000004', '20000000-0000-4000-8000-000000000002', 'gpu-worker', now() - interval '6 minutes', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000005', '20000000-0000-4000-8000-000000000003', 'gpu-worker', now() - interval '6 minutes', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000006', '20000000-0000-4000-8000-000000000004', 'gpu-worker', now() - interval '2 hours', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000007', '20000000-0000-4000-8000-000000000005', null, now() - interval '2 hours', null, 'running', null, null),
    ('a0000000-0000-4000-8000-000000000008', '30000000-0000-4000-8000-000000000001', 'gpu-worker', now() - interval '9 days 1 minute', now() - interval '9 days 30 seconds', 'error', 'timed out', null),
    ('a0000000-0000-4000-8000-000000000009', '30000000-0000-4000-8000-000000000001', 'gpu-worker', now() - interval '9 days 20 seconds', now() - interval '9 days', 'done', null, '{"ms": 1200}'),
    ('a0000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000002', 'gpu-worker', now() - interval '60 days', now() - interval '60 days', 'done', null, '{"ms": 900, "model": "google/gemini-2.5-flash", "provider": "openrouter", "tokens_in": 10, "tokens_out": 20}');

-- Enough of the usual: a day of one service.
with done as (
    insert into jobs (kind, payload, status, source, attempts, result, queued_at, updated_at)
    select 'ollama.generate', '{"model": "llama3.2:3b", "prompt": "again", "device_id": "box.tail1.ts.net."}', case when n % 10 = 0 then 'error' else 'done' end, 'nightly', 1,
           '{"ok": true, "response": "yes"}', now() - make_interval(mins => n), now() - make_interval(mins => n)
    from generate_series(1, 200) n
    returning id, status, queued_at, updated_at
)
insert into job_attempts (job_id, worker_id, started_at, finished_at, status, metrics)
select id, 'gpu-worker', queued_at, updated_at, status, '{"ms": 500}' from done;
