namespace LlmMcp.SystemTests.Checks;

/// <summary>Statements of <see cref="FleetAudit"/>.</summary>
internal static class FleetAuditSql
{
    // Written down by the database in the very transactions in which it happens; clock_timestamp(), as the order within a
    // transaction counts too. What is there already is written down as its beginning.
    public const string Install =
        """
        create table audit_job_moves (
            n bigserial, at timestamptz not null default clock_timestamp(), job_id uuid not null, claim_no bigint not null,
            before text, after text not null, device_id text, kind text not null, model text, worker_id text);
        create table audit_slot_moves (
            n bigserial, at timestamptz not null default clock_timestamp(), device_id text not null, slot integer not null,
            total integer not null, taken integer not null, job_id uuid, claim_no bigint);
        create table audit_device_moves (n bigserial, at timestamptz not null default clock_timestamp(), device_id text not null, status text not null);
        create table audit_model_moves (
            n bigserial, at timestamptz not null default clock_timestamp(), device_id text not null, model_id text not null, usable boolean not null);
        create table audit_circuit_moves (
            n bigserial, at timestamptz not null default clock_timestamp(), device_id text not null, state text not null, rested boolean not null,
            probe_job_id uuid, probe_claim_no bigint);

        create function audit_job_move() returns trigger language plpgsql as $$
        begin
            if old.status is distinct from new.status then
                insert into audit_job_moves (job_id, claim_no, before, after, device_id, kind, model, worker_id)
                values (new.id, new.claim_no, old.status, new.status, coalesce(new.device_id, old.device_id), new.kind, new.payload ->> 'model', coalesce(new.worker_id, old.worker_id));
            end if;
            return null;
        end $$;
        create trigger audit_job_move after update on jobs for each row execute function audit_job_move();

        -- total and taken are changes by so much.
        create function audit_slot_move() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' then
                insert into audit_slot_moves (device_id, slot, total, taken, job_id, claim_no)
                values (new.device_id, new.slot, 1, (new.job_id is not null)::integer, new.job_id, new.claim_no);
            elsif tg_op = 'DELETE' then
                insert into audit_slot_moves (device_id, slot, total, taken, job_id, claim_no)
                values (old.device_id, old.slot, -1, -(old.job_id is not null)::integer, old.job_id, old.claim_no);
            elsif old.job_id is distinct from new.job_id or old.claim_no is distinct from new.claim_no then
                insert into audit_slot_moves (device_id, slot, total, taken, job_id, claim_no)
                values (new.device_id, new.slot, 0, (new.job_id is not null)::integer - (old.job_id is not null)::integer, new.job_id, new.claim_no);
            end if;
            return null;
        end $$;
        create trigger audit_slot_move after insert or update or delete on device_slots for each row execute function audit_slot_move();

        create function audit_device_move() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                insert into audit_device_moves (device_id, status) values (old.id, 'gone');
            elsif tg_op = 'INSERT' or old.status is distinct from new.status then
                insert into audit_device_moves (device_id, status) values (new.id, new.status);
            end if;
            return null;
        end $$;
        create trigger audit_device_move after insert or update or delete on devices for each row execute function audit_device_move();

        create function audit_model_move() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                insert into audit_model_moves (device_id, model_id, usable) values (old.device_id, old.model_id, false);
            elsif tg_op = 'INSERT' or (old.available and old.forbidden is null) is distinct from (new.available and new.forbidden is null) then
                insert into audit_model_moves (device_id, model_id, usable) values (new.device_id, new.model_id, new.available and new.forbidden is null);
            end if;
            return null;
        end $$;
        create trigger audit_model_move after insert or update or delete on device_models for each row execute function audit_model_move();

        create function audit_circuit_move() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' then
                insert into audit_circuit_moves (device_id, state, rested) values (old.device_id, 'closed', true);
            elsif tg_op = 'INSERT' or old.state is distinct from new.state or old.probe_claim_no is distinct from new.probe_claim_no or old.probe_job_id is distinct from new.probe_job_id then
                insert into audit_circuit_moves (device_id, state, rested, probe_job_id, probe_claim_no)
                values (new.device_id, new.state, tg_op = 'INSERT' or coalesce(old.opened_at <= clock_timestamp() - interval '5 minutes', true), new.probe_job_id, new.probe_claim_no);
            end if;
            return null;
        end $$;
        create trigger audit_circuit_move after insert or update or delete on device_circuits for each row execute function audit_circuit_move();

        insert into audit_slot_moves (device_id, slot, total, taken, job_id, claim_no)
        select device_id, slot, 1, (job_id is not null)::integer, job_id, claim_no from device_slots;
        insert into audit_device_moves (device_id, status) select id, status from devices;
        insert into audit_model_moves (device_id, model_id, usable) select device_id, model_id, available and forbidden is null from device_models;
        insert into audit_circuit_moves (device_id, state, rested, probe_job_id, probe_claim_no)
        select device_id, state, true, probe_job_id, probe_claim_no from device_circuits;
        """;

    public const string JobMoves = "select at, job_id, claim_no, coalesce(before, ''), after, coalesce(device_id, ''), kind, coalesce(model, ''), coalesce(worker_id, '') from audit_job_moves order by at, n";

    public const string SlotMoves = "select at, device_id, total, taken from audit_slot_moves order by at, n";

    public const string DeviceMoves = "select at, device_id, status from audit_device_moves order by at, n";

    public const string ModelMoves = "select at, device_id, model_id, usable from audit_model_moves order by at, n";

    public const string CircuitMoves = "select at, device_id, state, rested, probe_job_id, coalesce(probe_claim_no, 0) from audit_circuit_moves order by at, n";

    public const string Models = "select provider, id, kind, coalesce(tier, ''), coalesce(params_b, 0)::float8, coalesce(context, 0) from models";

    public const string Jobs =
        """
        select id, status, coalesce(device_id, ''), kind, claim_no, attempts, coalesce(error, ''), coalesce(result ->> 'response', '') || coalesce(result ->> 'thinking', ''),
               coalesce(jsonb_array_length(case when jsonb_typeof(result -> 'data' -> 'embedding') = 'array' then result -> 'data' -> 'embedding' end), 0),
               coalesce(route::text, ''), coalesce(payload ->> 'model', ''), queued_at
        from jobs
        """;

    public const string Parents = "select id, coalesce(parent_id, '') from devices";

    // Each query lists what must not be, and says what it is.
    public static readonly IReadOnlyList<string> Violations =
    [
        // A slot taken for a claim that was never made, or a claim of a model kind that took none or several.
        """
        select format('%s, claim %s on %s took %s slots', m.job_id, m.claim_no, m.device_id, count(s.n))
        from audit_job_moves m
        left join audit_slot_moves s on s.job_id = m.job_id and s.claim_no = m.claim_no and s.taken = 1
        where m.after = 'running'
        group by m.job_id, m.claim_no, m.device_id
        having count(s.n) <> 1
        """,
        "select format('circuit of %s was probed by %s before it had rested', device_id, probe_job_id) from audit_circuit_moves where state = 'probing' and not rested",
    ];
}
