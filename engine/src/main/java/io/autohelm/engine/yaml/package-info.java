/**
 * YAML and JSON text to plain trees and back, byte for byte as Helm reads and prints them.
 *
 * <p>{@link io.autohelm.engine.yaml.Yaml} and {@link io.autohelm.engine.yaml.Json} are the entry
 * points. Trees are made of {@code Map<String, Object>}, {@code List<Object>}, {@code String},
 * {@code Boolean}, {@code Number} and null. This is the only package that sees SnakeYAML; it must
 * not know charts, templates, Kubernetes or any other package of the project.
 */
@NullMarked
package io.autohelm.engine.yaml;

import org.jspecify.annotations.NullMarked;
