import type { Cloud } from '../cloud';
import { drawCover, drawPlate } from '../pictures';
import { checkPresigned } from '../presign';
import type { ReceivedRequest } from '../requestLog';
import type { Print } from '../world/types';
import { zip } from '../zip';
import { text, xml, type Reply } from './reply';

/** Public paths; all others need a presigned URL. */
const PUBLIC = /^\/(avatar|upgrade|studio|slicer|policy)\//;

/** The separate origin of pictures and files, which behaves like S3. */
export function answerFile({ method, path, query, headers }: ReceivedRequest, cloud: Cloud): Reply {
	if (method !== 'GET' && method !== 'HEAD') {
		return s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed.');
	}
	// S3 takes one way of authentication; this also shows a token that leaks to a foreign host.
	if (headers.authorization !== undefined) {
		return s3Error(
			400,
			'InvalidArgument',
			'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
		);
	}
	if (PUBLIC.test(path)) return publicFile(path);
	const check = checkPresigned(path, query, cloud.now());
	if (check === 'missing') return s3Error(403, 'AccessDenied', 'Access Denied');
	if (check === 'expired') return s3Error(403, 'AccessDenied', 'Request has expired');
	if (check === 'forged') {
		return s3Error(
			403,
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided.',
		);
	}
	return signedFile(path, cloud) ?? s3Error(404, 'NoSuchKey', 'No such key.');
}

function publicFile(path: string): Reply {
	const [, uid] = /^\/avatar\/(\d+)\.png$/.exec(path) ?? [];
	if (uid !== undefined) return png(drawCover(Number(uid), []));
	return text(`Simulated download of ${path}`, 200);
}

function signedFile(path: string, cloud: Cloud): Reply | undefined {
	const [, kind, id, rest = ''] = /^\/(\w+)\/(\d+)[./](.+)$/.exec(path) ?? [];
	const print = cloud.world.print(Number(id));
	if (!print) return undefined;
	const colours = print.slots.map((slot) => slot.sourceColor);
	if (kind === 'cover') return png(drawCover(print.id, colours));
	if (kind === 'plate') return png(drawPlate(print.id, print.plateIndex, colours));
	if (kind === 'config') return text(config(print, rest), 200);
	if (kind === 'models') {
		return {
			status: 200,
			body: modelArchive(print, colours),
			headers: { 'content-type': 'application/octet-stream' },
		};
	}
	return undefined;
}

function modelArchive(print: Print, colours: string[]): Buffer {
	return zip([
		{ name: '3D/3dmodel.model', bytes: Buffer.from(`<model><name>${print.id}</name></model>`) },
		{ name: 'Metadata/slice_info.config', bytes: Buffer.from(config(print, 'slice_info.config')) },
		{
			name: `Metadata/plate_${print.plateIndex}.png`,
			bytes: drawPlate(print.id, print.plateIndex, colours),
		},
	]);
}

function config(print: Print, name: string): string {
	return JSON.stringify({ file: name, task: print.id, prediction: print.costTime }, null, '\t');
}

function png(body: Buffer): Reply {
	return { status: 200, body, headers: { 'content-type': 'image/png' } };
}

function s3Error(status: number, code: string, message: string): Reply {
	return xml(
		`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>SIMULATED0000001</RequestId></Error>`,
		status,
	);
}
