import type { Printer } from '../../world/types';
import { h2d } from './h2d';
import type { LiveModel } from './model';
import { p1 } from './p1';
import { p2s } from './p2s';
import { x1 } from './x1';

export type { LiveModel } from './model';

export function liveModelOf({ product }: Printer): LiveModel {
	if (product.startsWith('X1')) return x1;
	if (product === 'P2S') return p2s;
	return /^(H2|X2)/.test(product) ? h2d : p1;
}
