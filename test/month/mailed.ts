import type { ExampleBench } from '../e2e/examples/bench';

/** The mails whose subject has a form, by what stands in its brackets. */
export function mailed({ standIns }: ExampleBench, subject: RegExp): string[] {
	return standIns().mail.mails.flatMap((mail) => subject.exec(mail.subject ?? '')?.[1] ?? []);
}
