import type { Printer } from '../../world/types';
import { h2d } from './h2d';
import type { LiveModel } from './model';
import { p1 } from './p1';
import { x1 } from './x1';

export type { LiveModel } from './model';

export function liveModelOf({ product }: Printer): LiveModel {
	if (product.startsWith('X1')) return x1;
	return /^(H2|X2)/.test(product) ? h2d : p1;
}
