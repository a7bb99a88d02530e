// The emulated Telegram on the port it is given, until it is killed.
import TelegramServer from 'telegram-test-api';

const Server = TelegramServer.default ?? TelegramServer;
const server = new Server({ port: Number(process.argv[2]), host: '127.0.0.1', storeTimeout: 3600 });
await server.start();
console.log('ready');
