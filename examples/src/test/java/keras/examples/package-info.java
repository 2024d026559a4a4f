/** Tests of what ships with the examples. */
@NullMarked
package keras.examples;

import org.jspecify.annotations.NullMarked;
