/** Tests of loops over time. */
@NullMarked
package keras.engine.loops;

import org.jspecify.annotations.NullMarked;
