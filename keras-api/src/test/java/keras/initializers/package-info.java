/** Tests of the values weights start from. */
@NullMarked
package keras.initializers;

import org.jspecify.annotations.NullMarked;
