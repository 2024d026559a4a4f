/** Tests of the layers: their configs, shapes, refusals and values. */
@NullMarked
package keras.layers;

import org.jspecify.annotations.NullMarked;
