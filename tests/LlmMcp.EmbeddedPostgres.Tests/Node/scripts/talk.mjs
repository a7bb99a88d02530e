import { createInterface } from 'node:readline';

console.log(`hello ${process.argv[2]} ${process.env.GREETING}`);
console.error('to stderr');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'hang') {
    setInterval(() => {}, 1000);
    break;
  }
  console.log(`heard ${line}`);
}
process.exitCode = 3;
