/** Other libraries, each wired as its documentation says, for the zero-harm suite to be run on. */
package dev.compat.agent.harm.rivals;
