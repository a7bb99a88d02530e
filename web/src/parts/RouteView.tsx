import type { Candidate, Route } from '../api/types';
import { number, t } from '../i18n';

/** Why a request goes where it goes. */
export function RouteView(props: { route: Pick<Route, 'mode' | 'reasons' | 'candidates' | 'rejected' | 'rejected_counts' | 'claims'> }) {
  const { route } = props;
  const measured = route.candidates.some((candidate) => candidate.tokens_per_second !== undefined);
  const rejected = Object.entries(route.rejected_counts ?? {});
  return (
    <div class="stack">
      <ol class="reasons">{route.reasons.map((reason) => <li key={reason}><span>{reason}</span></li>)}</ol>
      {route.claims && route.claims.length > 0 ? (
        <div>
          <h3>{t('job.route.claims')}</h3>
          <ol class="reasons">{route.claims.map((claim) => <li key={claim.claim_no}><span>{[claim.model, claim.device_id].filter(Boolean).join(' · ')} <span class="dim">{claim.why}</span></span></li>)}</ol>
        </div>
      ) : null}
      {route.candidates.length > 0 ? (
        <div>
          <h3>{t('job.route.candidates')}</h3>
          <div class="scroll">
            <table>
              <thead><tr><th>{t('column.model')}</th><th>{t('column.device')}</th>{measured ? <th class="num">{t('column.speed')}</th> : null}<th>{t('column.why')}</th></tr></thead>
              <tbody>{route.candidates.map((candidate) => <Row key={`${candidate.device} ${candidate.model}`} candidate={candidate} measured={measured} />)}</tbody>
            </table>
          </div>
        </div>
      ) : null}
      {rejected.length > 0 ? (
        <details>
          <summary class="dim">{t('job.route.rejected')}: {rejected.map(([reason, count]) => `${reason} ${count}`).join(', ')}</summary>
          <ul class="small dim">{route.rejected.map((one) => <li key={`${one.device} ${one.model} ${one.reason}`}>{[one.device, one.model, one.reason, one.detail].filter(Boolean).join(' · ')}</li>)}</ul>
        </details>
      ) : null}
    </div>
  );
}

function Row(props: { candidate: Candidate; measured: boolean }) {
  const { candidate } = props;
  return (
    <tr>
      <td><div class="cut" title={candidate.model}>{candidate.model}</div>{candidate.tier ? <span class="tag">{candidate.tier}</span> : null}{candidate.loaded ? <span class="tag">{t('word.loaded')}</span> : null}</td>
      <td><div class="cut" title={candidate.device}>{candidate.device}</div></td>
      {props.measured ? <td class="num">{candidate.tokens_per_second === undefined ? '' : `${number(candidate.tokens_per_second, 1)} ${t('unit.tps')}`}</td> : null}
      <td>{candidate.why}</td>
    </tr>
  );
}
