/** Tests of the service of charts. */
@NullMarked
package keras.visualization;

import org.jspecify.annotations.NullMarked;
