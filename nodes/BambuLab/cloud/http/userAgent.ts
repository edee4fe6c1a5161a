import { homepage, name, version } from '../../../../package.json';

/** Bambu Lab asks clients not to pose as its own; this one says what it is and where to find it. */
export const userAgent = `${name}/${version} (+${homepage.replace(/#.*$/, '')})`;
