/** The command line: models inspected, run, trained, converted and compared without a program. */
@NullMarked
package keras.cli;

import org.jspecify.annotations.NullMarked;
