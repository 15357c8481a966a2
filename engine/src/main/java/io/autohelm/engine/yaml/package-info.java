/** YAML and JSON text to plain trees and back, as Helm reads and prints them. */
@NullMarked
package io.autohelm.engine.yaml;

import org.jspecify.annotations.NullMarked;
