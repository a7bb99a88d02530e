// Starts a slow stream with the official client, aborts it after the third chunk, and prints what it saw.
import { Ollama } from 'ollama'

const ollama = new Ollama({ host: process.argv[2] })
let chunks = 0
let error = null
try {
  for await (const part of await ollama.generate({ model: 'llama3.2:1b', prompt: 'Count to a million.', stream: true })) {
    if (++chunks === 3) ollama.abort()
  }
} catch (caught) {
  error = caught.name
}
console.log(JSON.stringify({ chunks, error }))
