// The parts of Core's answers this page reads; /openapi/v1.json has all of them.

export interface Slots { total: number; used: number }
export interface Stats { total_jobs_7d: number; done_jobs_7d: number; success_rate: number; avg_latency_ms: number | null }
export type CircuitWord = 'ok' | 'probe' | 'degraded';

export interface RunningJob {
  id: string; kind: string; model: string; provider: string; device_id: string; source: string; worker_id: string;
  attempts: number; age_seconds: number; tokens_per_second: number | null;
}

export interface ListedNode {
  id: string; name: string; status: string; platform: string; host: string; model_names: string[]; loaded: string[];
  provider: string; simulated: boolean; slots: Slots; circuit: CircuitWord; latency_ms: number | null;
}

export interface HostNode {
  port: number; device_id: string; role: string; model_names: string[]; loaded: string[]; latency_ms: number | null; running_jobs: number;
  stats?: Stats; circuit: CircuitWord; status: string; provider: string; slots: Slots;
}

export interface Host {
  id: string; name: string; platform: string; status: string; last_seen: string | null; nodes: HostNode[]; total_models: number;
  total_running: number; total_slots: number; stats?: Stats; circuit: CircuitWord;
}

export interface Issue { code: string; text: string; arguments: Record<string, string | number | null> }

export interface Minute { minute: string; submitted: number; done: number; error: number; canceled: number }

export interface Dashboard {
  jobs: Record<string, number>; running_jobs: RunningJob[]; devices: ListedNode[]; hosts: Host[]; workers_online: number; issues: string[]; issue_details: Issue[];
  costs: { today: number; week: number; month: number }; models_count: number; slots: Slots; throughput: Minute[];
  cloud: { id: string; provider: string; status: string; slots: Slots; circuit: CircuitWord }[];
  queue: {
    queued: number; waiting: number; oldest_seconds: number | null; at_least: boolean;
    by_kind: { kind: string; queued: number; running: number }[]; by_model: { model: string; queued: number }[]; by_source: { source: string; queued: number }[];
  };
  updated_at: string;
}

export interface Device {
  id: string; name: string; provider: string; status: string; latency_ms: number | null; models: string[]; loaded: string[]; hold: boolean; base_url: string | null; parent_id: string | null; simulated: boolean; only_workers: string[];
  forbidden: Record<string, string>; circuit: { state: string; failures: number; opened_at: string | null; last_error: string | null };
  speeds: { model: string; task_type: string; tps: number | null; latency_ms: number | null; ttft_ms: number | null; load_ms: number | null; samples: number }[];
  limits: Record<string, unknown>;
}

export interface Probe { answered: boolean; reason: string; device: Device }

export interface Benchmark { device_id: string; model_id: string; task_type: string; tps: number; latency_ms: number; load_ms: number | null; created_at: string; ok: boolean; automatic: boolean }

export interface Claim { claim_no: number; device_id?: string; model?: string; why?: string }

export interface Candidate {
  device: string; provider: string; model: string; preference: number; loaded: boolean; why: string; tier?: string; tokens_per_second?: number;
  params_b?: number; expected_load_seconds?: number;
}

export interface Route {
  mode: string; provider: string; kind: string; model: string; reasons: string[]; candidates: Candidate[];
  rejected: { device?: string; model?: string; reason: string; detail?: string }[]; rejected_counts: Record<string, number>; claims?: Claim[];
}

export interface DryRun extends Omit<Route, 'provider' | 'kind' | 'model'> {
  decision: { provider: string; kind: string; model: string; device?: string }; waiting: boolean; estimated_tokens: number; context_class?: number;
  timeout_seconds?: number; expected_wait_seconds?: number; expected_cost_usd?: number;
}

export interface JobResult {
  response?: string; thinking?: string; model?: string; provider?: string; device_id?: string; tier?: string; tokens_in?: number; tokens_out?: number; cost?: string;
}

export interface Job {
  id: string; kind: string; status: string; attempts: number; max_attempts: number; priority: number; queued_at: string; updated_at: string;
  payload: unknown; result?: JobResult | null; error?: string; source?: string; worker_id?: string; device_id?: string; started_at?: string;
  finished_at?: string; deadline_at?: string; run_at?: string; timeout_seconds?: number; queue_position?: number; eta_seconds?: number; retried_from?: string; route?: Route;
}

export interface Attempt { claim_no: number; worker_id: string; device_id?: string; started_at: string; finished_at: string; status: string; error?: string; error_class?: string; metrics?: Record<string, unknown> }

export interface Model {
  id: string; provider: string; kind: string; tier: string | null; thinking: boolean; params_b: number | null; context: number | null; devices: string[];
  loaded_on: string[]; forbidden_on: Record<string, string>; size_bytes: number | null; available: boolean; price_in_1m: number | null; price_out_1m: number | null;
}

export interface Price { provider: string; model: string; price_in_1m: number; price_out_1m: number; origin: string; updated_at: string }

export interface CostPoint { at: string; name: string; cost_usd: number; jobs: number; tokens_in: number; tokens_out: number }
export interface CostSeries { period: string; bucket: 'hour' | 'day'; by: string; points: CostPoint[] }
export interface Balance { openrouter_balance_usd: number | null; spend_today_usd: number; spend_week_usd: number; spend_month_usd: number }
