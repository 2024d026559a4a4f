/** The command line on files of real Keras. */
@NullMarked
package keras.cli;

import org.jspecify.annotations.NullMarked;
