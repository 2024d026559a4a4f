/** What the build holds of ARCHITECTURE.md and CONTRIBUTING.md. */
@NullMarked
package keras.architecture;

import org.jspecify.annotations.NullMarked;
