import { Component, type FunctionComponent, type VNode } from 'preact';

/** A component that is drawn anew only when `same` says its properties differ. */
export function memo<P>(draw: (props: P) => VNode | null, same: (old: P, now: P) => boolean): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !same(this.props as P, next);
    }

    override render(): VNode | null {
      return draw(this.props as P);
    }
  }

  return Memo as unknown as FunctionComponent<P>;
}
