import { limiters } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { codesSent, signIns } from '../../nodes/BambuLab/cloud/session/signInCache';

/* As in a process that has just started: it knows of no sign-in, and of no limit. */

export function forgetSignIns(): void {
	signIns.forget();
	codesSent.forget();
}

export function forgetRateLimiters(): void {
	limiters.clear();
}
