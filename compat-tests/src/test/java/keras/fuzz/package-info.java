/** Fuzzing of everything that reads files: what is fed to whom, and what may come of it. */
@NullMarked
package keras.fuzz;

import org.jspecify.annotations.NullMarked;
