package io.autohelm.agent.cli;

/**
 * A command of Helm's: what is wrong with its arguments is said in Helm's words, with exit code 1.
 */
interface LikeHelm {}
