import { useEffect, useState } from 'preact/hooks';

/** Where the reader is: the part of the address behind `#/`, so that links work without the server's help. */
export function usePlace(): string[] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return hash.replace(/^#\/?/, '').split('/').filter((part) => part.length > 0).map(decodeURIComponent);
}
