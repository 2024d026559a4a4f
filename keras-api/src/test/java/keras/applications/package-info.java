/** Architectures that are built by name: what they refuse. */
@NullMarked
package keras.applications;

import org.jspecify.annotations.NullMarked;
