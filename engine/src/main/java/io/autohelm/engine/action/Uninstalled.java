package io.autohelm.engine.action;

import io.autohelm.engine.release.Release;

/**
 * What an uninstallation came to.
 *
 * @param release the newest revision as it was last recorded
 * @param info which objects stayed and why, in Helm's words and lines; empty where none did
 */
public record Uninstalled(Release release, String info) {}
