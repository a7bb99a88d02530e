// Reads a stream that a fault breaks, and prints how the official client tells it.
import { Ollama } from 'ollama'

const ollama = new Ollama({ host: process.argv[2] })
let chunks = 0
let message = null
try {
  for await (const part of await ollama.chat({ model: 'llama3.2:1b', messages: [{ role: 'user', content: 'Hello' }], stream: true })) chunks++
} catch (caught) {
  message = caught.message
}
console.log(JSON.stringify({ chunks, message }))
