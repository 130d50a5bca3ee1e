/** The one part of undici this room loads: its own fetch, WebSocket and cache cost start-up time and are not used. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}
