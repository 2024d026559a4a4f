/** The real Kerases, run in Python beside a test, to check both ways what Java and Python read. */
@NullMarked
package keras.python;

import org.jspecify.annotations.NullMarked;
