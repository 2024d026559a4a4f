/** Operations that take functions: branches, loops and maps, and their gradients. */
@NullMarked
package keras.engine.control;

import org.jspecify.annotations.NullMarked;
