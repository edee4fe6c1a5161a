import { html, json, text, type Reply } from './reply';

const CLOUDFLARE = { server: 'cloudflare', 'cf-ray': '8f2a1b3c4d5e6f70-FRA' };

/** Answers that the service itself does not make: those of what stands before it. */
const PAGES = {
	html: (status = 502) =>
		html(
			`<html>\r\n<head><title>${status} ${gatewayTitle(status)}</title></head>\r\n<body>\r\n<center><h1>${status} ${gatewayTitle(status)}</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n`,
			status,
		),
	cloudflareBlock: (status = 403) =>
		html(
			'<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<title>Attention Required! | Cloudflare</title>\n</head>\n<body>\n<h1>Sorry, you have been blocked</h1>\n<h2>You are unable to access bambulab.com</h2>\n</body>\n</html>\n',
			status,
			CLOUDFLARE,
		),
	cloudflareChallenge: (status = 403) =>
		html(
			'<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script></body></html>',
			status,
			{ ...CLOUDFLARE, 'cf-mitigated': 'challenge' },
		),
	/** The older form of the challenge. */
	cloudflareBrowserCheck: (status = 503) =>
		html(
			'<!DOCTYPE html>\n<html><head><title>Please wait</title></head><body><h1>Checking your browser before accessing bambulab.com</h1></body></html>\n',
			status,
			CLOUDFLARE,
		),
	cloudflareRateLimit: (status = 429) =>
		html(
			'<!DOCTYPE html>\n<html>\n<head><title>Access denied | api.bambulab.com used Cloudflare to restrict access</title></head>\n<body><h1>Error 1015</h1><h2>You are being rate limited</h2></body>\n</html>\n',
			status,
			CLOUDFLARE,
		),
	cloudflareUnderAttack: (status = 503) =>
		html(
			'<!DOCTYPE html>\n<html><head><title>Service temporarily unavailable</title></head><body><h1>Please try again in a few minutes.</h1></body></html>\n',
			status,
			CLOUDFLARE,
		),
	captcha: (status = 418) =>
		json(
			{
				captchaId: 'c5d2b1e0f3a94786',
				captchaScene: 'verify_code',
				code: 418,
				error: 'We need to confirm that you are not a robot.',
			},
			status,
		),
	tooManyRequests: (status = 429) => json({ code: 429, error: 'Too many requests.' }, status),
} as const satisfies Record<string, (status?: number) => Reply>;

export type PageName = keyof typeof PAGES;

export const PAGE_NAMES = Object.keys(PAGES).filter((name): name is PageName => name in PAGES);

export function page(name: PageName, status?: number): Reply {
	return PAGES[name](status);
}

export const NOT_FOUND_PAGE = text('404 page not found', 404);

function gatewayTitle(status: number): string {
	return status === 504
		? 'Gateway Time-out'
		: status === 503
			? 'Service Temporarily Unavailable'
			: 'Bad Gateway';
}
